import { useEffect, useRef } from 'preact/hooks';

export interface Shortcut {
  /** As in KeyboardEvent.key, in lower case. */
  key: string;
  label: string;
  run: () => void;
}

/** Whether the keyboard writes text just now. */
export function isTyping(): boolean {
  const element = document.activeElement;
  return (
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(element.type)) ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}

/** Single keys that act everywhere on the page, except while somebody writes, or with Ctrl, Alt or Meta. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey || isTyping()) {
        return;
      }
      // An open dialog or menu has its own use for the keys.
      if (document.querySelector('dialog[open], [role=menu]')) {
        return;
      }
      const shortcut = current.current.find((one) => one.key === event.key.toLowerCase());
      if (shortcut) {
        event.preventDefault();
        shortcut.run();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
