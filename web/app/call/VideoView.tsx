import { useEffect, useRef } from 'preact/hooks';

interface VideoViewProps {
  stream: MediaStream;
  class: string;
  label: string;
  testId?: string;
}

/** Shows a stream's picture. Always muted: the SDK plays the sound. */
export function VideoView({ stream, class: className, label, testId }: VideoViewProps) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current!;
    video.muted = true;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [stream]);
  return (
    <video ref={element} class={className} aria-label={label} data-testid={testId} autoplay playsInline muted disablePictureInPicture />
  );
}
