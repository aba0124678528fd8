import { useEffect, useRef } from 'preact/hooks';

const Bars = 20;

/** Shows that the microphone hears something. */
export function LevelMeter({ stream }: { stream: MediaStream }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const meter = element.current!;
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 1024 });
    const samples = new Float32Array(analyser.fftSize);
    let heard: MediaStreamTrack | undefined;
    let source: MediaStreamAudioSourceNode | undefined;
    let shown = 0;
    let frame = 0;

    const draw = () => {
      const track = stream.getAudioTracks()[0];
      if (track !== heard) {
        source?.disconnect();
        source = track && new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
        source?.connect(analyser);
        heard = track;
      }
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // -60 dB is silence, 0 dB as loud as can be.
      const level = Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60);
      shown = Math.max(level, shown * 0.9);
      const lit = Math.round(shown * Bars);
      [...meter.children].forEach((bar, index) => bar.classList.toggle('lit', index < lit));
      meter.dataset['level'] = String(lit);
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      void context.close();
    };
  }, [stream]);
  return (
    <div class="meter" ref={element} aria-hidden="true" data-testid="level-meter">
      {Array.from({ length: Bars }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
