import { useEffect, useState } from 'preact/hooks';

const Patience = 3_500;

/**
 * True when nobody moved the pointer or touched the element for a while. A keyboard user is never idle: one key keeps the controls
 * until a pointer is used again.
 */
export function useIdle(element: { current: HTMLElement | null }, enabled: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const root = element.current;
    if (!enabled || !root) {
      setIdle(false);
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout>;
    const wake = () => {
      clearTimeout(timer);
      setIdle(false);
      timer = setTimeout(() => setIdle(!root.querySelector(':focus-visible, [role=menu]')), Patience);
    };
    const onKey = () => {
      clearTimeout(timer);
      setIdle(false);
    };
    wake();
    root.addEventListener('pointermove', wake);
    root.addEventListener('pointerdown', wake);
    document.addEventListener('keydown', onKey);
    root.addEventListener('focusin', onKey);
    return () => {
      clearTimeout(timer);
      root.removeEventListener('pointermove', wake);
      root.removeEventListener('pointerdown', wake);
      document.removeEventListener('keydown', onKey);
      root.removeEventListener('focusin', onKey);
    };
  }, [enabled]);
  return idle;
}
