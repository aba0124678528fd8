import { useEffect } from 'preact/hooks';
import { useSession } from '../state/context.js';
import { route } from '../state/router.js';
import { signOut } from '../state/Session.js';
import { Avatar } from '../ui/Avatar.js';
import { Icon, type IconName } from '../ui/Icon.js';
import { Menu } from '../ui/Menu.js';
import { Name } from '../ui/Name.js';
import { Notice } from '../ui/Notice.js';
import { ConnectionBanner } from './ConnectionBanner.js';
import { ConversationList } from './ConversationList.js';
import { HistoryScreen } from './HistoryScreen.js';
import { SettingsScreen } from './SettingsScreen.js';
import { ThreadScreen } from './ThreadScreen.js';

/** The app around the calls: navigation, the list, and what is chosen in it. */
export function Shell() {
  const { calls, conversations, history } = useSession();
  const { screen } = route.value;
  const userId = route.value.screen === 'messages' ? route.value.userId : undefined;
  useEffect(() => conversations.show(userId), [userId]);

  const beside = calls.current.value && calls.taken.value && calls.minimised.value;
  const detail = userId !== undefined || screen === 'settings';
  return (
    <div class={['shell', detail && 'shell-detail', beside && 'shell-beside-call'].filter(Boolean).join(' ')} inert={calls.covers}>
      <ConnectionBanner />
      <nav class="rail" aria-label="Main">
        <img class="rail-logo" src="./icon.svg" alt="Calls" width="40" height="40" />
        <RailLink
          href="#/messages"
          icon="message"
          label="Messages"
          current={screen !== 'calls'}
          count={conversations.unread}
          testId="nav-messages"
        />
        <RailLink href="#/calls" icon="phone" label="Calls" current={screen === 'calls'} count={history.missed.value} testId="nav-calls" />
        <AccountMenu />
      </nav>
      <main class="panes">
        <section class="pane-list">{screen === 'calls' ? <HistoryScreen /> : <ConversationList selected={userId} />}</section>
        <section class="pane-detail">
          {screen === 'settings' && <SettingsScreen />}
          {userId !== undefined && <ThreadScreen key={userId} userId={userId} />}
          {!detail && (
            <div class="full">
              {screen === 'calls' ? (
                <Notice
                  icon="phone"
                  title="Your calls"
                  text="Press the phone beside a call to call back, or the call to open the conversation."
                />
              ) : (
                <Notice
                  icon="message"
                  title="Select a conversation"
                  text="Choose one from the list, or search for somebody to write to and call."
                />
              )}
            </div>
          )}
        </section>
      </main>
    </div>
  );
}

interface RailLinkProps {
  href: string;
  icon: IconName;
  label: string;
  current: boolean;
  count: number;
  testId: string;
}

function RailLink({ href, icon, label, current, count, testId }: RailLinkProps) {
  return (
    <a class="rail-link" href={href} aria-current={current ? 'page' : undefined} data-testid={testId}>
      <span class="rail-icon">
        <Icon name={icon} size={26} />
        {count > 0 && (
          <span class="badge" data-testid={`${testId}-count`}>
            {count > 99 ? '99+' : count}
            <span class="visually-hidden"> new</span>
          </span>
        )}
      </span>
      <span class="rail-label">{label}</span>
    </a>
  );
}

function AccountMenu() {
  const { account } = useSession();
  const head = (
    <div class="menu-head" data-testid="account">
      <Avatar person={account} />
      <div class="row-words">
        <Name person={account} />
        <span class="row-detail">@{account.handle}</span>
      </div>
    </div>
  );
  return (
    <div class="rail-account">
      <Menu
        label={`Your account: ${account.display_name}`}
        testId="account-menu"
        side="above"
        head={head}
        items={[{ label: 'Sign out', icon: 'signOut', testId: 'sign-out', run: signOut }]}
      >
        <Avatar person={account} size="s" />
      </Menu>
    </div>
  );
}
