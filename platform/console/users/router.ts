import { orRefuse } from '../../refusal.ts';
import { actorOf, needs } from '../base.ts';
import { createUser, listUsers, updateUser } from './accounts.ts';

const managing = needs('users.manage').users;

export const usersRouter = {
  list: managing.list.handler(({ context }) => listUsers(context.hub)),
  create: managing.create.handler(async ({ context, input }) =>
    orRefuse(await createUser(context.hub, { ...input, mustChange: true }, actorOf(context))),
  ),
  update: managing.update.handler(async ({ context, input: { id, ...change } }) =>
    orRefuse(await updateUser(context.hub, id, change, actorOf(context))),
  ),
};
