import { oc } from '@orpc/contract';
import { applicationsApi } from './applications-api.ts';
import { bookingApi } from './booking-api.ts';
import { catalogueApi } from './catalogue-api.ts';
import { certificatesApi } from './certificates-api.ts';
import { citizensApi } from './citizens-api.ts';
import { consoleApi } from './console-api.ts';
import { counterApi } from './counter-api.ts';
import { draftsApi } from './drafts-api.ts';
import { enterprisesApi } from './enterprises-api.ts';
import { helpApi } from './help-api.ts';
import { phoneApi } from './phone-api.ts';
import { sealsApi } from './seals-api.ts';
import { signInApi } from './sign-in-api.ts';
import { terminalApi } from './terminal-api.ts';

/** The hub's whole contract, served as OpenAPI under /v1 (document: /v1/openapi.json, page: /docs). */
export const hubContract = oc.router({
  terminal: terminalApi,
  counter: counterApi,
  console: consoleApi,
  kiosk: {
    applications: applicationsApi,
    bookings: bookingApi,
    certificates: certificatesApi,
    catalogue: catalogueApi,
    enterprises: enterprisesApi,
    seals: sealsApi,
    citizens: citizensApi,
    drafts: draftsApi,
    signIn: signInApi,
    phone: phoneApi,
    help: helpApi,
  },
});
