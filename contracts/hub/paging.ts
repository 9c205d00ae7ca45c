import { z } from 'zod';

/** Rows of one page of a list. */
export const PAGE = 50;
/** Opaque place in a list; made by the hub alone. */
export const cursor = z.string().regex(/^[A-Za-z0-9_-]{1,200}$/);
