import { actorOf, needs } from '../console/base.ts';
import { orRefuse } from '../refusal.ts';
import { listPetitions } from './console-list.ts';
import { answerPetition, notePetition, readPetition, revealContact } from './desk.ts';

const { petitions: reading } = needs('petitions.read');
const { petitions: handling } = needs('petitions.handle');

/** The console's room of petitions. */
export const petitionsRouter = {
  list: reading.list.handler(async ({ context, input: { filter, after } }) =>
    orRefuse(await listPetitions(context.hub, filter, after)),
  ),
  story: reading.story.handler(async ({ context, input: { id } }) =>
    orRefuse(await readPetition(context.hub, id, actorOf(context))),
  ),
  reveal: handling.reveal.handler(async ({ context, input: { id } }) =>
    orRefuse(await revealContact(context.hub, id, actorOf(context))),
  ),
  answer: handling.answer.handler(async ({ context, input }) => ({
    state: orRefuse(await answerPetition(context.hub, input, actorOf(context))),
    serverMs: context.hub.now().getTime(),
  })),
  note: handling.note.handler(async ({ context, input: { id } }) => ({
    state: orRefuse(await notePetition(context.hub, id, actorOf(context))),
    serverMs: context.hub.now().getTime(),
  })),
};
