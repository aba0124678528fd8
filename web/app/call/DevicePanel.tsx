import { useEffect, useMemo, useState } from 'preact/hooks';
import { DeviceError, Devices, LocalMedia, Tones, type Call, type DeviceKind } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import { useCall } from '../ui/hooks.js';
import { Icon, type IconName } from '../ui/Icon.js';
import { deviceWords } from '../words/deviceErrors.js';
import { LevelMeter } from './LevelMeter.js';
import { VideoView } from './VideoView.js';

type Problems = Partial<Record<DeviceKind, DeviceError>>;

/** Chooses camera, microphone and speaker, and shows that they work. Of the call that runs, or before one. */
export function DevicePanel({ call }: { call?: Call }) {
  const { devices: choice } = useSession();
  useCall(call);
  const media = usePanelMedia(call);
  const { lists, preferred } = { lists: choice.lists.value, preferred: choice.preferred.value };
  const tones = useMemo(() => new Tones(), []);
  const [problems, setProblems] = useState<Problems>({});

  const attend = async (device: DeviceKind, action: () => Promise<void>) => {
    try {
      await action();
      setProblems((before) => ({ ...before, [device]: undefined }));
    } catch (error) {
      setProblems((before) => ({ ...before, [device]: DeviceError.from(error, device) }));
    }
    void choice.refresh();
  };

  useEffect(() => {
    if (!call) {
      // One after the other, so that a missing camera does not hide a working microphone.
      void attend('microphone', () => media.openMicrophone()).then(() => attend('camera', () => media.openCamera()));
    } else {
      void choice.refresh();
    }
    return () => {
      tones.stop();
      media.close();
    };
  }, []);

  const askForSpeaker = async () => {
    const id = await choice.devices.askForSpeaker();
    choice.choose({ speaker: id });
    await call?.setSpeaker(id);
  };

  const choose = (device: DeviceKind, id: string, apply: () => Promise<void>) => {
    choice.choose({ [device]: id });
    void attend(device, apply);
  };

  return (
    <div class="devices" data-testid="device-panel">
      {(!call || call.cameraOn) && (
        <div class="devices-preview">
          <VideoView class="devices-video mirrored" stream={media.stream} label="Your camera" testId="device-preview" />
          {!media.cameraOn() && <Icon name="videoOff" size={36} />}
        </div>
      )}
      <Picker
        kind="camera"
        icon="video"
        label="Camera"
        options={lists.cameras}
        value={media.current().camera ?? preferred.camera}
        problem={problems.camera}
        onChoose={(id) => choose('camera', id, () => media.chooseCamera(id))}
      />
      <Picker
        kind="microphone"
        icon="mic"
        label="Microphone"
        options={lists.microphones}
        value={media.current().microphone ?? preferred.microphone}
        problem={problems.microphone}
        onChoose={(id) => choose('microphone', id, () => media.chooseMicrophone(id))}
      >
        <LevelMeter stream={media.stream} />
      </Picker>
      <SpeakerPicker
        call={call}
        problem={problems.speaker}
        onChoose={(id) => choose('speaker', id, async () => call?.setSpeaker(id))}
        onAsk={() => void attend('speaker', askForSpeaker)}
        tones={tones}
      />
    </div>
  );
}

/** The same handles on a running call and on a preview. */
function usePanelMedia(call: Call | undefined) {
  const { client, calls } = useSession();
  return useMemo(() => {
    const preview = call ? undefined : new LocalMedia(client.devices);
    return {
      stream: call?.localStream ?? preview!.stream,
      cameraOn: () => call?.cameraOn ?? preview!.cameraOn,
      current: () => {
        const { microphone, camera } = preview ?? {};
        return call ? call.localDevices : { microphone: microphone?.getSettings().deviceId, camera: camera?.getSettings().deviceId };
      },
      openMicrophone: async () => preview?.capture(false),
      openCamera: async () => preview?.setCamera(true),
      chooseCamera: async (id: string) => {
        if (call?.cameraOn) {
          await call.switchCamera(id);
          calls.problem.value = undefined;
        } else {
          await preview?.switchCamera(id);
        }
      },
      chooseMicrophone: async (id: string) => {
        await (call ?? preview!).setMicrophone(id);
        calls.problem.value = undefined;
      },
      close: () => preview?.stop(),
    };
  }, [call]);
}

interface PickerProps {
  kind: DeviceKind;
  icon: IconName;
  label: string;
  options: MediaDeviceInfo[];
  value: string | undefined;
  problem: DeviceError | undefined;
  onChoose: (id: string) => void;
  children?: preact.ComponentChildren;
}

function Picker({ kind, icon, label, options, value, problem, onChoose, children }: PickerProps) {
  const words = problem && deviceWords(problem);
  return (
    <div class="picker">
      <label class="picker-line">
        <Icon name={icon} size={22} />
        <span class="visually-hidden">{label}</span>
        <select
          value={options.some((option) => option.deviceId === value) ? value : options[0]?.deviceId}
          data-testid={`pick-${kind}`}
          disabled={options.length === 0}
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          {options.length === 0 && <option value="">{`Default ${label.toLowerCase()}`}</option>}
          {options.map((option, index) => (
            <option key={option.deviceId} value={option.deviceId}>
              {option.label || `${label} ${index + 1}`}
            </option>
          ))}
        </select>
      </label>
      {children}
      {words && (
        <p class="form-error" role="alert" data-testid={`problem-${kind}`}>
          <strong>{words.title}.</strong> {words.detail}
        </p>
      )}
    </div>
  );
}

interface SpeakerPickerProps {
  call: Call | undefined;
  problem: DeviceError | undefined;
  onChoose: (id: string) => void;
  onAsk: () => void;
  tones: Tones;
}

function SpeakerPicker({ call, problem, onChoose, onAsk, tones }: SpeakerPickerProps) {
  const { devices: choice } = useSession();
  const { speakers } = choice.lists.value;
  const value = call?.localDevices.speaker || choice.preferred.value.speaker;
  return (
    <Picker
      kind="speaker"
      icon="speaker"
      label="Speaker"
      options={Devices.canChooseSpeaker ? speakers : []}
      value={value}
      problem={problem}
      onChoose={onChoose}
    >
      {Devices.canAskForSpeaker && speakers.length === 0 && (
        <button type="button" class="button" data-testid="speaker-choose" onClick={onAsk}>
          Choose a speaker
        </button>
      )}
      {!call && (
        <button type="button" class="button" data-testid="speaker-test" onClick={() => void tones.sample(value)}>
          Play a sound
        </button>
      )}
    </Picker>
  );
}
