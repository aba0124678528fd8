import { signal } from '@preact/signals';

export interface Toast {
  id: number;
  text: string;
  detail?: string | undefined;
  tone: 'info' | 'error';
  action?: { label: string; run: () => void } | undefined;
}

export const toasts = signal<Toast[]>([]);

let lastId = 0;

/** Says something at the foot of the screen; goes away by itself. */
export function toast(text: string, options: Partial<Omit<Toast, 'id' | 'text'>> = {}): void {
  const one: Toast = { tone: 'info', ...options, id: ++lastId, text };
  toasts.value = [...toasts.value.filter((other) => other.text !== text), one].slice(-3);
  setTimeout(() => dismiss(one.id), 6_000 + (options.detail ? 4_000 : 0));
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}
