interface ToggleProps {
  label: string;
  detail?: string;
  checked: boolean;
  disabled?: boolean;
  testId: string;
  onChange: (checked: boolean) => void;
}

/** A setting that is on or off. */
export function Switch(props: ToggleProps) {
  return <Toggle {...props} kind="switch" />;
}

/** One of several choices. */
export function Checkbox(props: ToggleProps) {
  return <Toggle {...props} kind="checkbox" />;
}

function Toggle({ label, detail, checked, disabled = false, testId, onChange, kind }: ToggleProps & { kind: 'switch' | 'checkbox' }) {
  return (
    <label class={disabled ? 'toggle toggle-disabled' : 'toggle'}>
      <span class="toggle-words">
        <span class="toggle-label">{label}</span>
        {detail && <span class="toggle-detail">{detail}</span>}
      </span>
      <input
        type="checkbox"
        role={kind === 'switch' ? 'switch' : undefined}
        class={kind}
        checked={checked}
        disabled={disabled}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
