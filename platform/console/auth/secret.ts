import { randomBytes } from 'node:crypto';

/** 256 random bits as base64url, for a session or a token; kept as `secretHash` of it. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
