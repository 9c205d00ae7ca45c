import { orRefuse } from '../../refusal.ts';
import { needs } from '../base.ts';
import { searchAudit } from './search.ts';

export const audit = needs('audit.read').audit.handler(async ({ context, input: { after, ...filter } }) =>
  orRefuse(await searchAudit(context.hub, filter, after)),
);
