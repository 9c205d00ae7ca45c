import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import { casesRouter } from '../applications/console-router.ts';
import { bookingsConsoleRouter } from '../bookings/console-router.ts';
import { petitionsRouter } from '../citizens/console-router.ts';
import { helpConsoleRouter } from '../help/router.ts';
import { materialsRouter } from '../materials/router.ts';
import type { HubRequestContext } from '../request-context.ts';
import { audit } from './audit/router.ts';
import { authRouter } from './auth/router.ts';
import { places } from './places.ts';
import { caseRatings, ratingsRouter } from './ratings/router.ts';
import { terminalsRouter } from './terminals/router.ts';
import { usersRouter } from './users/router.ts';

/** The console's part of the hub's contract. */
export const consoleRouter = implement(hubContract).$context<HubRequestContext>().console.router({
  auth: authRouter,
  places,
  ratings: ratingsRouter,
  materials: materialsRouter,
  cases: casesRouter,
  bookings: bookingsConsoleRouter,
  help: helpConsoleRouter,
  petitions: petitionsRouter,
  terminals: terminalsRouter,
  users: usersRouter,
  audit,
  caseRatings,
});
