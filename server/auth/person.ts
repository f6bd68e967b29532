/** Who is signed in, before any workspace is chosen. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly sessionId: string;
  readonly ip?: string | undefined;
}
