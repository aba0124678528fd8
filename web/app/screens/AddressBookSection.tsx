import { useEffect, useState } from 'preact/hooks';
import type { AddressBook, CallsError } from '../../sdk/index.js';
import { canPickContacts, parseContacts, pickContacts } from '../state/contacts.js';
import { useSession } from '../state/context.js';
import { toast } from '../state/toasts.js';
import { Confirm } from '../ui/Dialog.js';
import { Icon } from '../ui/Icon.js';
import { errorWords } from '../words/verdicts.js';

/** Access to the address book: given with the contacts, withdrawn with one button. */
export function AddressBookSection() {
  const { client, eligibilities } = useSession();
  const [book, setBook] = useState<AddressBook>();
  const [error, setError] = useState<CallsError>();
  const [editing, setEditing] = useState(false);
  const [withdrawing, setWithdrawing] = useState(false);

  useEffect(() => {
    client.api.addressBook().then(setBook, setError);
  }, []);

  const save = async (entries: string[]) => {
    try {
      setBook(await client.api.putAddressBook(entries));
      setEditing(false);
      toast('Your contacts are saved');
      eligibilities.refreshAll();
    } catch (failure) {
      toast('The contacts were not saved', { detail: errorWords(failure), tone: 'error' });
    }
  };
  const withdraw = async () => {
    try {
      await client.api.deleteAddressBook();
      setBook({ granted: false, entries: 0 });
      toast('Your contacts are erased');
    } catch (failure) {
      toast('The contacts were not erased', { detail: errorWords(failure), tone: 'error' });
    }
  };

  return (
    <section class="card" aria-labelledby="settings-book">
      <h2 id="settings-book">Address book</h2>
      <p class="card-text">
        With access to your contacts, people in your address book can call you. Your contacts are never shown to anybody; the server keeps
        only keyed fingerprints of them, and erases them when you withdraw.
      </p>
      {error && <p class="form-error">{errorWords(error)}</p>}
      {book && (
        <div class="card-line">
          <p class="card-status" role="status" data-testid="address-book-count">
            <Icon name="contacts" size={20} />
            {book.granted ? `${book.entries} ${book.entries === 1 ? 'contact' : 'contacts'}` : 'No access'}
          </p>
          {book.granted && (
            <button
              type="button"
              class="button button-danger-quiet"
              data-testid="address-book-withdraw"
              onClick={() => setWithdrawing(true)}
            >
              Withdraw
            </button>
          )}
          {!editing && (
            <button type="button" class="button" data-testid="address-book-edit" onClick={() => setEditing(true)}>
              {book.granted ? 'Replace' : 'Give access'}
            </button>
          )}
        </div>
      )}
      {editing && <ContactsForm onSave={(entries) => void save(entries)} onCancel={() => setEditing(false)} />}
      {withdrawing && (
        <Confirm
          title="Withdraw access to your contacts?"
          text="Your contacts are erased from the server. People in your address book can then call you only if another of your choices allows it."
          confirm="Withdraw"
          onConfirm={() => void withdraw()}
          onClose={() => setWithdrawing(false)}
        />
      )}
    </section>
  );
}

function ContactsForm({ onSave, onCancel }: { onSave: (entries: string[]) => void; onCancel: () => void }) {
  const [text, setText] = useState('');
  const { entries, unreadable } = parseContacts(text);

  const pick = async () => {
    try {
      const picked = await pickContacts();
      setText((before) => [before, picked].filter(Boolean).join('\n'));
    } catch (failure) {
      toast('The contacts could not be read', { detail: String((failure as Error).message), tone: 'error' });
    }
  };

  return (
    <form
      class="contacts-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(entries);
      }}
    >
      {canPickContacts() && (
        <button type="button" class="button button-wide" data-testid="address-book-pick" onClick={() => void pick()}>
          <Icon name="contacts" size={20} /> Choose from this phone’s contacts
        </button>
      )}
      <label class="field">
        <span>Telephone numbers with country code, and mail addresses, one a line</span>
        <textarea
          rows={5}
          placeholder={'+49 30 123456\nanna@example.org'}
          value={text}
          spellcheck={false}
          data-testid="address-book-input"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {unreadable.length > 0 && (
        <p class="form-error" role="status">
          Left out, neither a number with country code nor a mail address: {unreadable.slice(0, 3).join(', ')}
          {unreadable.length > 3 && ` and ${unreadable.length - 3} more`}
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" class="button button-primary" disabled={entries.length === 0} data-testid="address-book-save">
          Save {entries.length > 0 && `${entries.length} ${entries.length === 1 ? 'contact' : 'contacts'}`}
        </button>
      </div>
    </form>
  );
}
