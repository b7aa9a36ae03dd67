/** The wire, as the transport sees it: requests over connections that they share. */
export interface Connections {
  /** The connections that new requests go over just now. */
  lane(): Lane;
  /** How many connections have ended so far, for whatever reason. */
  losses(): number;
  close(): void;
}

export interface Lane {
  /** Resolves with the head of the answer. @throws ConnectionFailure, or the signal's reason. */
  send(request: WireRequest): Promise<WireAnswer>;
  /**
   * Nothing comes over these connections although something should: later requests get new ones. What is under way on
   * them goes on.
   */
  abandon(): void;
}

export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
}

export interface WireAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** To be read to its end, or ended by the signal. Throws like `send`. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** The connection failed, before the answer or in the midst of it. */
export class ConnectionFailure extends Error {
  /** `no`: it surely never left; `maybe`: the other side may have got it and acted on it. */
  readonly wasSent: 'no' | 'maybe';
  /** False where asking again leads to the same failure, as with a certificate that isn't the server's. */
  readonly isPassing: boolean;

  constructor(message: string, wasSent: 'no' | 'maybe', isPassing: boolean) {
    super(message);
    this.wasSent = wasSent;
    this.isPassing = isPassing;
  }
}
