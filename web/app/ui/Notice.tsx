import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.js';

/** What stands where there is nothing to show: empty lists, failures, loading. */
export function Notice({ icon, title, text, children }: { icon: IconName; title: string; text?: string; children?: ComponentChildren }) {
  return (
    <div class="notice">
      <span class="notice-icon">
        <Icon name={icon} size={32} />
      </span>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}

export function Loading({ label }: { label: string }) {
  return (
    <div class="loading" role="status" aria-label={label}>
      <span class="spinner" />
    </div>
  );
}
