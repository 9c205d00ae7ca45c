import { z } from 'zod';
import { enterprise } from '../../../contracts/enterprise.ts';
import { fail, ok } from '../../../contracts/result.ts';
import type { Answer } from '../../refusal.ts';
import { parseJson, postJson } from '../post-json.ts';
import type { EnterpriseRegister } from './register.ts';
import type { RegisterSettings } from './settings.ts';

/** `{code, msg, data}`, as such interfaces answer. */
const answer = z.object({ code: z.union([z.number(), z.string()]), data: z.unknown().optional() });

const text = z.string().trim().max(300).nullish();
/** Fields of a licence in the interface; `regState` 1: 存续（在营、开业、在册）, everything else is over. */
const data = z.object({
  uscc: z.string(),
  entName: z.string(),
  entType: text,
  address: text,
  legalPerson: text,
  regState: z.string().max(10),
});
const IN_BUSINESS = '1';

/**
 * The register over HTTP: POST `{uscc}`, answered by `{code, msg, data}`. `say` is told why an answer was none, in words
 * without what was asked.
 */
export function httpRegister(
  settings: RegisterSettings,
  say: (why: string) => void,
  call: typeof fetch = fetch,
): EnterpriseRegister {
  return {
    async find(uscc) {
      const found = readAnswer(settings, uscc, await postJson(settings, { uscc }, call));
      if (!found.ok && found.error.code === 'enterprise.registerAway') say(found.error.detail ?? '');
      return found;
    },
  };
}

/** Only an answer of the interface, and about this code, tells anything of the enterprise. */
function readAnswer(
  { answers }: Pick<RegisterSettings, 'answers'>,
  uscc: string,
  given: Awaited<ReturnType<typeof postJson>>,
): Answer<z.infer<typeof enterprise>> {
  const away = (why: string) => fail('enterprise.registerAway' as const, why);
  if ('failed' in given) return away(given.failed);
  const { status } = given;
  if (status >= 500 || status === 408 || status === 429) return away(`HTTP ${status}`);
  const parsed = answer.safeParse(parseJson(given.text));
  if (!parsed.success) return away(`HTTP ${status}, no answer of the interface`);
  const { code } = parsed.data;
  const is = (codes: readonly (string | number)[]): boolean => codes.some((c) => String(c) === String(code));
  if (is(answers.unknown)) return fail('enterprise.unknown');
  if (status >= 400 || !is(answers.known)) return away(`HTTP ${status}, code ${code}`);
  const said = data.safeParse(parsed.data.data);
  if (!said.success) return away(`data: ${said.error.issues[0]?.path.join('.') ?? ''}`);
  const { entName, entType, address, legalPerson, regState } = said.data;
  if (said.data.uscc !== uscc) return away('another enterprise');
  if (regState !== IN_BUSINESS) return fail('enterprise.ended');
  const one = enterprise.safeParse({
    uscc,
    name: entName,
    type: entType || null,
    address: address || null,
    legalPerson: legalPerson || null,
  });
  return one.success ? ok(one.data) : away(`data: ${one.error.issues[0]?.path.join('.') ?? ''}`);
}
