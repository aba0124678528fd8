/**
 * The shapes on the wire, exactly as docs/protocol.md names them. Times are RFC 3339 strings in UTC, ids are opaque.
 */

export type MediaKind = 'audio' | 'video';

export type CallState = 'ringing' | 'connecting' | 'active' | 'reconnecting' | 'ended';

/** Which audience of the callee admitted the caller. */
export type Audience = 'follows' | 'contacts' | 'verified' | 'everyone';

export type EndReason =
  | 'hangup'
  | 'declined'
  | 'busy'
  | 'cancelled'
  | 'no_answer'
  | 'answered_elsewhere'
  | 'declined_elsewhere'
  | 'failed'
  | 'blocked'
  | 'policy';

/** What the policy says about a call that has not been placed yet. */
export type Verdict =
  | 'allowed'
  | 'self_call'
  | 'caller_suspended'
  | 'rate_limited'
  | 'premium_required'
  | 'calling_disabled'
  | 'unavailable'
  | 'not_allowed'
  | 'message_required';

export interface Account {
  id: string;
  handle: string;
  display_name: string;
  premium: boolean;
  verified: boolean;
  suspended: boolean;
}

/** An account as another one sees it; the last three members are the relation from the reader's side. */
export interface Profile {
  id: string;
  handle: string;
  display_name: string;
  premium: boolean;
  verified: boolean;
  following: boolean;
  followed_by: boolean;
  blocked: boolean;
}

export interface Settings {
  calls_enabled: boolean;
  audience: Record<Audience, boolean>;
}

export interface SettingsPatch {
  calls_enabled?: boolean;
  audience?: Partial<Record<Audience, boolean>>;
}

export interface AddressBook {
  granted: boolean;
  entries: number;
}

export interface Eligibility {
  eligible: boolean;
  verdict: Verdict;
  /** Seconds until another attempt may succeed. */
  retry_after?: number | null;
}

export interface Message {
  id: string;
  from: string;
  to: string;
  text: string;
  sent_at: string;
  client_ref?: string | null;
}

export interface Conversation {
  with: Profile;
  last_message: Message;
  unread: number;
}

export interface ConversationPage {
  conversations: Conversation[];
  next_before?: string | null;
}

export interface MessagePage {
  messages: Message[];
  next_before?: string | null;
}

export interface CallRecord {
  id: string;
  with: Profile;
  direction: CallDirection;
  media: MediaKind;
  outcome: EndReason;
  missed: boolean;
  created_at: string;
  answered_at?: string | null;
  ended_at?: string | null;
  duration_seconds?: number | null;
  /** How good one's own connection mostly was. */
  quality?: QualityLevel | null;
}

export interface CallPage {
  calls: CallRecord[];
  next_before?: string | null;
}

export interface DemoSession {
  token: string;
  expires_at: string;
  user: Account;
}

/** How good a direction of a connection is; `unknown` until it is measured. */
export type QualityLevel = 'unknown' | 'bad' | 'poor' | 'fair' | 'good';

/** How good one side's connection is: to the server (`up`) and from it (`down`). */
export interface ConnectionQuality {
  up: QualityLevel;
  down: QualityLevel;
}

/** How good the connections of both sides of a call are. */
export interface CallQuality {
  self: ConnectionQuality;
  remote: ConnectionQuality;
}

export type CallDirection = 'incoming' | 'outgoing';

/** What one side sends now. */
export interface SentMedia {
  audio: boolean;
  video: boolean;
}

/** A call as the receiving device sees it. */
export interface CallSnapshot {
  id: string;
  state: CallState;
  direction: CallDirection;
  peer: Profile;
  media: MediaKind;
  why?: Audience | null;
  created_at: string;
  answered_at?: string | null;
  ended_at?: string | null;
  expires_at?: string | null;
  reason?: EndReason | null;
  self: SentMedia;
  remote: SentMedia & { connected: boolean };
}

/** How a receive slot is shown. */
export interface MediaTile {
  slot: number;
  /** Pixels of the tile on the screen (device pixels); 0 while it is not shown. */
  height: number;
  /** 0 to 10; who has more gets a larger picture first. */
  priority?: number;
}

/** What was made of a receive slot since the server was last told; what is absent is not known. */
export interface ReceivedSlot {
  slot: number;
  /** The share of the time in which the picture stood still, 0 to 1. */
  frozen?: number;
  /** Pictures that were decoded. */
  frames_per_second?: number;
  /** The share of the sound that had to be made up, 0 to 1. */
  concealed?: number;
}

/** A pair of receiving media sections that carries one person's audio and video. */
export interface AnswerSlot {
  slot: number;
  audio_mid?: string | null;
  video_mid?: string | null;
}

export interface MediaAnswer {
  call_id: string;
  sdp: string;
  slots: AnswerSlot[];
}

/** Why the pictures of a slot are held back. */
export type PauseReason = 'your_connection';

export interface MediaPaused {
  call_id: string;
  slots: { slot: number; reason: PauseReason }[];
}

export interface MediaTarget {
  call_id: string;
  bits_per_second?: number;
}

export interface SessionLimits {
  max_message_bytes: number;
  messages_per_second: number;
  reconnect_seconds: number;
  ring_seconds: number;
}

export interface SessionReady {
  session_id: string;
  user: Account;
  protocol: number;
  calls: CallSnapshot[];
  expires_at: string;
  limits: SessionLimits;
}

/** Any message from the server; the members depend on `type`. */
export interface ServerMessage {
  type: string;
  request_id?: string;
  [member: string]: unknown;
}
