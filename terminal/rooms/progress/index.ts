import { implement } from '@orpc/server';
import type { Result } from '../../../contracts/result.ts';
import { progressContract } from '../../../contracts/rooms/progress.ts';
import { answer } from '../../answer.ts';
import { padUpdates } from '../../pad/updates.ts';
import type { AttachedKind } from './attached.ts';
import { createProgressDesk } from './desk.ts';
import type { ProgressTools } from './tools.ts';

/** The kiosk's room of progress (进度查询) and rating (自助评价). */
export function createProgressRoom(tools: ProgressTools) {
  const desk = createProgressDesk(tools);
  const { ratings } = desk;
  const os = implement(progressContract);
  /** For the visit's own session only. */
  const own = (visitId: string, f: () => Result<null>) => {
    const mine = ratings.mine(visitId);
    return answer(mine.ok ? f() : mine);
  };
  const attach = async (visitId: string, sessionId: string, kind: AttachedKind, file: File) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const locale = tools.visits.get(visitId)?.locale ?? 'zh-CN';
    return own(visitId, () => ratings.attach(sessionId, kind, { bytes, locale }));
  };
  return {
    routes: os.router({
      mine: os.mine.handler(async ({ input }) => answer(await desk.mine(input.visitId, input.after))),
      find: os.find.handler(async ({ input }) => answer(await desk.find(input.visitId, input.no))),
      read: os.read.handler(async ({ input }) => answer(await desk.read(input.visitId))),
      stopReading: os.stopReading.handler(async ({ input }) => answer(await desk.stopReading(input.visitId))),
      supplement: os.supplement.handler(async ({ input }) =>
        answer(await desk.supplement(input.visitId, input.no)),
      ),
      leaveAt: os.leaveAt.handler(async ({ input }) => answer(await desk.leaveAt(input.visitId, input.at))),
      resume: os.resume.handler(async ({ input }) => answer(await desk.resume(input.visitId))),
      offer: os.offer.handler(async ({ input }) => answer(await desk.offer(input.visitId))),
      camera: os.camera.handler(({ input }) => answer(desk.camera(input.visitId))),
      rate: {
        watch: os.rate.watch.handler(({ input, signal }) => padUpdates(ratings.watch(input.visitId, signal))),
        begin: os.rate.begin.handler(async ({ input: { visitId, no, stage } }) =>
          answer(await desk.beginRating(visitId, no, stage)),
        ),
        rate: os.rate.rate.handler(({ input: { visitId, sessionId, level, locale, elder } }) =>
          own(visitId, () => ratings.desk.rate(sessionId, level, locale, elder)),
        ),
        undo: os.rate.undo.handler(({ input }) =>
          own(input.visitId, () => ratings.desk.undo(input.sessionId)),
        ),
        detail: os.rate.detail.handler(({ input: { visitId, sessionId, tags, text, anonymous } }) =>
          own(visitId, () => ratings.desk.detail(sessionId, tags, text, anonymous)),
        ),
        touch: os.rate.touch.handler(({ input }) =>
          own(input.visitId, () => ratings.desk.touch(input.sessionId)),
        ),
        photo: os.rate.photo.handler(({ input: { visitId, sessionId, file } }) =>
          attach(visitId, sessionId, 'photo', file),
        ),
        video: os.rate.video.handler(({ input: { visitId, sessionId, file } }) =>
          attach(visitId, sessionId, 'video', file),
        ),
        detach: os.rate.detach.handler(({ input: { visitId, sessionId, kind } }) =>
          own(visitId, () => ratings.detach(sessionId, kind)),
        ),
        finish: os.rate.finish.handler(async ({ input: { visitId, sessionId } }) => {
          const mine = ratings.mine(visitId);
          return answer(mine.ok ? await ratings.finish(sessionId) : mine);
        }),
      },
    }),
    stop: desk.stop,
  };
}
