import { createHash } from 'node:crypto';
import { type Asset, asset, type Reference, reference } from '../../contracts/reference.ts';
import type { HubContext } from '../context.ts';
import { readRules } from './rules.ts';

type Hub = Pick<HubContext, 'db' | 'log' | 'secrets'>;

/** All that the pad of a window needs; null when there is no such window. `version` is a hash of the content. */
export async function buildReference(hub: Hub, windowId: string): Promise<Reference | null> {
  const window = await readWindow(hub, windowId);
  if (window === null) return null;
  const [hall, staff, duty, tagSet, rules, slides, notices] = await Promise.all([
    hub.db.selectFrom('hall').selectAll().executeTakeFirst(),
    readStaff(hub, windowId),
    hub.db.selectFrom('window_duty').select('staff_id').where('window_id', '=', windowId).executeTakeFirst(),
    hub.db.selectFrom('tag_set').select('body').where('active', '=', true).executeTakeFirst(),
    readRules(hub),
    readSlides(hub),
    readNotices(hub),
  ]);
  const content: Omit<Reference, 'version'> = {
    hall: hall
      ? { name: { zh: hall.name_zh, en: hall.name_en }, phone: hall.phone }
      : { name: { zh: '政务服务大厅', en: 'Government service hall' }, phone: '' },
    window,
    staff,
    staffOnDuty: duty?.staff_id ?? null,
    tagSet: tagSet?.body ?? { version: 'none', tags: [] },
    rules,
    slides,
    notices,
    receiptKey: hub.secrets.publicKey,
  };
  const version = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
  return reference.parse({ ...content, version });
}

async function readWindow(hub: Hub, windowId: string): Promise<Reference['window'] | null> {
  const w = await hub.db
    .selectFrom('service_window as w')
    .innerJoin('department as d', 'd.id', 'w.department_id')
    .select([
      'w.id',
      'w.no',
      'w.name_zh',
      'w.name_en',
      'd.name_zh as department_zh',
      'd.name_en as department_en',
    ])
    .where('w.id', '=', windowId)
    .executeTakeFirst();
  if (!w) return null;
  return {
    id: w.id,
    no: w.no,
    name: { zh: w.name_zh, en: w.name_en },
    department: { zh: w.department_zh, en: w.department_en },
  };
}

async function readStaff(hub: Hub, windowId: string): Promise<Reference['staff']> {
  const rows = await hub.db
    .selectFrom('window_staff as ws')
    .innerJoin('staff as s', 's.id', 'ws.staff_id')
    .leftJoin('asset as a', 'a.sha256', 's.photo_sha256')
    .select(['s.id', 's.no', 's.name', 's.title_zh', 's.title_en', 's.stars', 'a.sha256', 'a.type', 'a.size'])
    .where('ws.window_id', '=', windowId)
    .orderBy('s.no')
    .execute();
  return rows.map((s) => ({
    id: s.id,
    no: s.no,
    name: s.name,
    title: { zh: s.title_zh, en: s.title_en },
    stars: s.stars,
    photo: s.sha256 && toAsset({ sha256: s.sha256, type: s.type ?? '', size: s.size ?? 0 }),
  }));
}

async function readSlides(hub: Hub): Promise<Reference['slides']> {
  const rows = await hub.db
    .selectFrom('slide as s')
    .innerJoin('asset as a', 'a.sha256', 's.asset_sha256')
    .select(['s.id', 's.title_zh', 's.title_en', 's.seconds', 'a.sha256', 'a.type', 'a.size'])
    .where('s.enabled', '=', true)
    .orderBy('s.position')
    .orderBy('s.id')
    .execute();
  return rows.map((s) => ({
    id: s.id,
    title: { zh: s.title_zh, en: s.title_en },
    image: toAsset(s),
    seconds: s.seconds,
  }));
}

async function readNotices(hub: Hub): Promise<Reference['notices']> {
  const rows = await hub.db
    .selectFrom('notice')
    .selectAll()
    .where('enabled', '=', true)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map((n) => ({
    id: n.id,
    title: { zh: n.title_zh, en: n.title_en },
    body: { zh: n.body_zh, en: n.body_en },
  }));
}

const toAsset = (row: { sha256: Buffer; type: string; size: number }): Asset =>
  asset.parse({ sha256: row.sha256.toString('hex'), type: row.type, size: row.size });
