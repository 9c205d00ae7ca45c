import type { KioskStatus } from '../../../../contracts/kiosk.ts';
import { lastStatus } from '../../../client.ts';
import { useKiosk } from '../../context.ts';

/** The guided flow as this machine offers it now; null: it does not have it. The page is drawn anew with every status. */
export function useOfferedFlow(flowId: string | null): KioskStatus['flows'][number] | null {
  const { link } = useKiosk();
  const flows = lastStatus(link.state())?.flows ?? [];
  return flows.find((flow) => flow.id === flowId) ?? null;
}
