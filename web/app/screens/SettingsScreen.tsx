import { useEffect, useState } from 'preact/hooks';
import type { CallsError, Settings, SettingsPatch } from '../../sdk/index.js';
import { DevicePanel } from '../call/DevicePanel.js';
import { Attention } from '../state/Attention.js';
import { useSession } from '../state/context.js';
import { toast } from '../state/toasts.js';
import { Icon } from '../ui/Icon.js';
import { Loading, Notice } from '../ui/Notice.js';
import { Checkbox, Switch } from '../ui/Switch.js';
import { audienceChoices } from '../words/audience.js';
import { errorWords } from '../words/verdicts.js';
import { AddressBookSection } from './AddressBookSection.js';

export function SettingsScreen() {
  return (
    <div class="settings" data-testid="settings">
      <header class="thread-head">
        <a class="icon-button thread-back" href="#/messages" aria-label="Back to messages" data-testid="settings-back">
          <Icon name="back" />
        </a>
        <h1>Settings</h1>
      </header>
      <div class="settings-body">
        <CallSection />
        <AddressBookSection />
        <NotificationSection />
        <DeviceSection />
      </div>
    </div>
  );
}

function CallSection() {
  const { client, eligibilities } = useSession();
  const [settings, setSettings] = useState<Settings>();
  const [error, setError] = useState<CallsError>();

  const load = () =>
    client.api.settings().then(
      (loaded) => {
        setSettings(loaded);
        setError(undefined);
      },
      (reason: CallsError) => setError(reason),
    );
  useEffect(() => {
    void load();
    return client.on('ready', () => void load());
  }, []);

  const change = async (patch: SettingsPatch) => {
    const before = settings!;
    setSettings({ ...before, ...patch, audience: { ...before.audience, ...patch.audience } });
    try {
      setSettings(await client.api.updateSettings(patch));
      eligibilities.refreshAll();
    } catch (failure) {
      setSettings(before);
      toast('The setting was not saved', { detail: errorWords(failure), tone: 'error' });
    }
  };

  if (!settings) {
    return error ? (
      <Notice icon="offline" title="Settings can’t be loaded" text={errorWords(error)} />
    ) : (
      <Loading label="Loading settings" />
    );
  }
  const nobody = !Object.values(settings.audience).some(Boolean);
  return (
    <section class="card" aria-labelledby="settings-calls">
      <h2 id="settings-calls">Audio and video calls</h2>
      <Switch
        label="Enable audio and video calling"
        detail="Switched off, you can neither call nor be called."
        checked={settings.calls_enabled}
        testId="calls-enabled"
        onChange={(on) => void change({ calls_enabled: on })}
      />
      <fieldset disabled={!settings.calls_enabled}>
        <legend>Allow audio calls from</legend>
        {audienceChoices.map(({ key, label, detail }) => (
          <Checkbox
            key={key}
            label={label}
            detail={detail}
            checked={settings.audience[key]}
            disabled={!settings.calls_enabled}
            testId={`audience-${key}`}
            onChange={(on) => void change({ audience: { [key]: on } })}
          />
        ))}
      </fieldset>
      <p class="card-note" role="status">
        {settings.calls_enabled && nobody
          ? 'Nothing is chosen: nobody can call you.'
          : 'Whatever you choose, only people whom you have sent a message at least once can call you, and nobody whom you blocked. The choice holds for video calls too.'}
      </p>
    </section>
  );
}

function NotificationSection() {
  const [permission, setPermission] = useState<NotificationPermission | undefined>(() =>
    Attention.canNotify ? Notification.permission : undefined,
  );
  if (!permission) {
    return null;
  }
  const words: Record<NotificationPermission, string> = {
    granted: 'You are told about calls while this tab is in the background.',
    denied: 'Your browser blocks notifications of this page. Allow them in the site settings beside the address.',
    default: 'Be told about calls while this tab is in the background.',
  };
  return (
    <section class="card" aria-labelledby="settings-notifications">
      <h2 id="settings-notifications">Notifications</h2>
      <div class="card-line">
        <p class="card-text">{words[permission]}</p>
        {permission === 'default' && (
          <button
            type="button"
            class="button"
            data-testid="notifications-allow"
            onClick={() => void Notification.requestPermission().then(setPermission)}
          >
            Allow
          </button>
        )}
      </div>
    </section>
  );
}

function DeviceSection() {
  const [open, setOpen] = useState(false);
  return (
    <section class="card" aria-labelledby="settings-devices">
      <h2 id="settings-devices">Camera and sound</h2>
      {open ? (
        <DevicePanel />
      ) : (
        <div class="card-line">
          <p class="card-text">Choose your devices and see that they work before a call.</p>
          <button type="button" class="button" data-testid="devices-check" onClick={() => setOpen(true)}>
            Check
          </button>
        </div>
      )}
    </section>
  );
}
