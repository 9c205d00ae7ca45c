import type { Result } from '../../../contracts/result.ts';
import type { KeptApplication } from '../../../contracts/rooms/progress.ts';
import type { HubLink, Store } from '../../../sync/types.ts';
import type { LoadedFlow } from '../../flow/load.ts';
import type { MaterialSigner } from '../../materials/sign.ts';
import type { DeskOptions } from '../../pad/desk.ts';
import type { RoomTools } from '../types.ts';
import type { CodeReader } from './code-reader.ts';
import type { KeptApplications } from './kept.ts';

/** What the room of progress needs beside what every room has. */
export interface ProgressTools extends RoomTools {
  store: RoomTools['store'] &
    DeskOptions['store'] &
    Pick<Store, 'queue' | 'stageBlob' | 'discardBlobs' | 'saveMaterial' | 'onChange'>;
  link: RoomTools['link'] & Pick<HubLink, 'checkCase' | 'fault' | 'onChange'>;
  progress: {
    /** Applications that were made here. */
    kept: KeptApplications;
    /** How far one of them has come on its way to the hub. */
    sending: (materialIds: readonly string[], applicationId: string) => { state: KeptApplication['state'] };
    code: CodeReader;
    /** The camera that the screens open. */
    camera: () => { deviceId: string; match: string | null } | null;
    /** Begins a flow that was made for this visit. */
    begin: (visitId: string, loaded: LoadedFlow) => Result<null>;
    /** Signs what is sent with a rating; null: the device key cannot be used. */
    signer: MaterialSigner | null;
  };
}
