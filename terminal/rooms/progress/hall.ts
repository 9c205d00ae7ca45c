import { z } from 'zod';
import {
  type CaseStory,
  type CaseSummary,
  caseStory,
  caseSummary,
} from '../../../contracts/hub/applications-api.ts';
import { cursor, PAGE } from '../../../contracts/hub/paging.ts';
import type { Person } from '../../../contracts/hub/person.ts';
import { epochMs } from '../../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { ProgressTools } from './tools.ts';

/** What the hub answers (`contracts/hub/applications-api.ts`). */
const replies = {
  cases: z.object({ serverMs: epochMs, rows: z.array(caseSummary).max(PAGE), next: cursor.nullable() }),
  case: z.object({ serverMs: epochMs, story: caseStory }),
};

type Link = ProgressTools['link'];
const question = (path: string, body: unknown) => ({
  method: 'POST' as const,
  path: `/kiosk/applications/${path}`,
  body,
});

/** `auth.required`, `hub.unreachable`, `hub.notOurs`. */
export async function askCases(
  link: Link,
  person: Person,
  after: string | undefined,
): Promise<Result<{ rows: CaseSummary[]; next: string | null }>> {
  if (!link.online()) return fail('hub.unreachable');
  const asked = await link.ask(question('cases', { person, after }), replies.cases);
  return asked.ok ? ok({ rows: asked.value.rows, next: asked.value.next }) : asked;
}

/** `case.unknown`, `hub.unreachable`, `hub.notOurs`. */
export async function askCase(
  link: Link,
  person: Person | null,
  no: string,
): Promise<Result<{ asOfMs: number; story: CaseStory }>> {
  if (!link.online()) return fail('hub.unreachable');
  const asked = await link.ask(question('case', { person, no }), replies.case);
  return asked.ok ? ok({ asOfMs: asked.value.serverMs, story: asked.value.story }) : asked;
}
