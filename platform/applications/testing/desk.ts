import type { ApplicationBody } from '../../../contracts/application.ts';
import type { UnsignedMaterial } from '../../../contracts/material.ts';
import { blobFolders } from '../../blobs/open-store.ts';
import type { HubContext } from '../../context.ts';
import { settleMaterials } from '../../materials/settle.ts';
import { pdfOf } from '../../materials/testing/documents.ts';
import { materialOf, materialRow, putBlobRow, sendRows, signed } from '../../materials/testing/materials.ts';
import type { TestTerminal } from '../../testing/terminals.ts';
import { applicationOf, applicationRow } from './applications.ts';

const EPOCH = '22222222-2222-4222-8222-222222222222';

export interface Brought {
  body: ApplicationBody;
  caseNo: string;
}

/** A kiosk that brings applications and materials to a hub, as its outbox does. */
export interface TestKiosk {
  bring(wish?: Parameters<typeof applicationOf>[1]): Promise<Brought>;
  /** The same application once more, under a new number, as out of a restored store. */
  deliverAgain(body: ApplicationBody): Promise<void>;
  /** A whole material of an application; another document for each. Answers its id and its bytes. */
  bringMaterial(
    applicationId: string,
    wish?: Partial<UnsignedMaterial>,
    leastBytes?: number,
  ): Promise<{ id: string; bytes: Buffer }>;
}

export function testKiosk(hub: HubContext, terminal: TestTerminal): TestKiosk {
  let seq = 0;
  return {
    async bring(wish = {}) {
      const body = applicationOf(terminal.id, { at: hub.now().getTime(), ...wish });
      seq += 1;
      const [outcome] = await sendRows(hub, terminal, [applicationRow(seq, body)], EPOCH);
      if (outcome?.outcome !== 'stored') throw new Error(outcome?.code);
      const row = await hub.db
        .selectFrom('application')
        .select('case_no')
        .where('id', '=', body.id)
        .executeTakeFirstOrThrow();
      return { body, caseNo: row.case_no };
    },
    async deliverAgain(body) {
      seq += 1;
      const [outcome] = await sendRows(hub, terminal, [applicationRow(seq, body)], EPOCH);
      if (outcome?.outcome !== 'stored') throw new Error(outcome?.code);
    },
    async bringMaterial(applicationId, wish = {}, leastBytes = 0) {
      seq += 1;
      const filling = Buffer.alloc(leastBytes, '%');
      const bytes = Buffer.concat([await pdfOf(1), Buffer.from(`\n% ${terminal.id} ${seq}`), filling]);
      await putBlobRow(hub, blobFolders(hub.config.dataDir).staged, bytes);
      const unsigned = materialOf(terminal, bytes, 1, { applicationId, at: hub.now().getTime(), ...wish });
      const [outcome] = await sendRows(hub, terminal, [materialRow(seq, signed(terminal, unsigned))], EPOCH);
      if (outcome?.outcome !== 'stored') throw new Error(outcome?.code);
      await settleMaterials(hub);
      return { id: unsigned.id, bytes };
    },
  };
}
