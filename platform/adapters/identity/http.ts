import { z } from 'zod';
import { type KnownPerson, knownPerson } from '../../../contracts/hub/sign-in-api.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { type PostAnswer, parseJson, postJson } from '../post-json.ts';
import type { IdentityAdapter, IdentityFailure } from './adapter.ts';
import type { IdentitySettings } from './settings.ts';

/** `{code, msg, data}`, as such interfaces answer. */
const answer = z.object({ code: z.union([z.number(), z.string()]), data: z.unknown().optional() });

/** Asks the upper identity system by POST, and reads its answer by the codes of the settings. */
export function httpIdentity(settings: IdentitySettings, call: typeof fetch = fetch): IdentityAdapter {
  const ask = async (
    url: string | null,
    body: object,
  ): Promise<Result<KnownPerson | null, IdentityFailure>> =>
    url === null ? ok(null) : readAnswer(settings, await postJson({ ...settings, url }, body, call));
  return {
    async byCode(code) {
      const asked = await ask(settings.codeUrl, { code });
      if (!asked.ok) return asked;
      return asked.value === null ? fail('forged', 'nobody') : ok(asked.value);
    },
    byPhone: (phone) => ask(settings.phoneUrl, { phone }),
  };
}

/** Only an answer of the interface tells anything of the person; all else is "cannot be asked now". */
export function readAnswer(
  { answers }: Pick<IdentitySettings, 'answers'>,
  given: PostAnswer,
): Result<KnownPerson | null, IdentityFailure> {
  if ('failed' in given) return fail('failed', given.failed);
  const { status } = given;
  if (status >= 500 || status === 408 || status === 429) return fail('failed', `HTTP ${status}`);
  const parsed = answer.safeParse(parseJson(given.text));
  if (!parsed.success) return fail('failed', `HTTP ${status}, no answer of the interface`);
  const { code, data } = parsed.data;
  const is = (codes: readonly (string | number)[]): boolean => codes.some((c) => String(c) === String(code));
  if (is(answers.unknownPhone)) return ok(null);
  for (const why of ['forged', 'expired', 'refused'] as const)
    if (is(answers[why])) return fail(why, `code ${code}`);
  if (status >= 400 || !is(answers.known)) return fail('failed', `HTTP ${status}, code ${code}`);
  const person = knownPerson.safeParse(data);
  return person.success ? ok(person.data) : fail('failed', 'a person that is none');
}
