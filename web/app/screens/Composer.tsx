import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/Icon.js';

/** What the server takes (docs/protocol.md, Messages). */
const MostLength = 4_000;

export function Composer({ name, onSend }: { name: string; onSend: (text: string) => void }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    const element = field.current;
    if (element) {
      element.style.height = 'auto';
      element.style.height = `${element.scrollHeight}px`;
    }
  }, [text]);

  const send = () => {
    if (text.trim()) {
      onSend(text.trim());
      setText('');
      field.current?.focus();
    }
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        maxLength={MostLength}
        placeholder="Write a message"
        aria-label={`Message to ${name}`}
        value={text}
        data-testid="composer-input"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter that closes an input method's list of characters is not meant for us.
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <button type="submit" class="icon-button composer-send" aria-label="Send" disabled={!text.trim()} data-testid="composer-send">
        <Icon name="send" size={22} />
      </button>
    </form>
  );
}
