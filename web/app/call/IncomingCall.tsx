import { useEffect, useRef } from 'preact/hooks';
import type { Call } from '../../sdk/index.js';
import { problemWords } from '../state/Calls.js';
import { useSession } from '../state/context.js';
import { Avatar } from '../ui/Avatar.js';
import { useCall } from '../ui/hooks.js';
import { HangUpIcon, Icon } from '../ui/Icon.js';
import { Name } from '../ui/Name.js';
import { whyWords } from '../words/audience.js';
import { isTyping } from './shortcuts.js';
import { useCallShortcuts } from './useCallShortcuts.js';

/** Somebody calls: a card over whatever is on the screen, the whole screen on a phone. */
export function IncomingCall({ call }: { call: Call }) {
  const { calls } = useSession();
  const element = useRef<HTMLDivElement>(null);
  useCall(call);
  useCallShortcuts(call);
  useEffect(() => {
    // Somebody who is writing goes on writing: a letter meant for a message must not answer a call.
    if (!isTyping()) {
      element.current?.focus();
    }
  }, []);

  const video = call.media === 'video';
  const { display_name: name } = call.peer;
  const problem = calls.problem.value;
  const words = problem && problemWords(problem);
  return (
    <div
      class="incoming"
      ref={element}
      role="alertdialog"
      tabIndex={-1}
      aria-labelledby="incoming-name"
      aria-describedby="incoming-why"
      data-testid="incoming-call"
      data-media={call.media}
    >
      <div class="incoming-person">
        <span class="ringing">
          <Avatar person={call.peer} size="xl" />
        </span>
        <h2 id="incoming-name" data-testid="incoming-name">
          <Name person={call.peer} />
        </h2>
        <p class="incoming-kind">
          <Icon name={video ? 'video' : 'phone'} size={18} />
          {video ? 'Incoming video call' : 'Incoming audio call'}
        </p>
        <p class="incoming-why" id="incoming-why" data-testid="incoming-why">
          {whyWords(call.why, name)}
        </p>
      </div>
      {words && (
        <div class="call-problem" role="alert" data-testid="call-problem">
          <strong>{words.title}</strong>
          <span>{words.detail}</span>
        </div>
      )}
      <div class="incoming-actions">
        <AnswerButton label="Decline" tone="danger" testId="decline" onClick={() => void call.decline()}>
          <HangUpIcon size={30} />
        </AnswerButton>
        <AnswerButton
          label={video ? 'Audio only' : 'Accept'}
          tone="accept"
          testId="accept-audio"
          onClick={() => void calls.accept(call, false)}
        >
          <Icon name="phone" size={28} />
        </AnswerButton>
        {video && (
          <AnswerButton label="Video" tone="accept" testId="accept-video" onClick={() => void calls.accept(call, true)}>
            <Icon name="video" size={28} />
          </AnswerButton>
        )}
      </div>
    </div>
  );
}

interface AnswerButtonProps {
  label: string;
  tone: 'danger' | 'accept';
  testId: string;
  onClick: () => void;
  children: preact.ComponentChildren;
}

function AnswerButton({ label, tone, testId, onClick, children }: AnswerButtonProps) {
  return (
    <button type="button" class={`answer answer-${tone}`} data-testid={testId} onClick={onClick}>
      <span class="answer-icon">{children}</span>
      {label}
    </button>
  );
}
