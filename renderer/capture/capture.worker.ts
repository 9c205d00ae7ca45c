/** The maths of the camera page, off the page's thread: one job at a time, in the order in which they come. */
import { findPage } from './edges.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { readPicture, runPageJob } from './page-job.ts';

const answer = (message: FromWorker): void => self.postMessage(message);

async function run(message: ToWorker): Promise<void> {
  const { id } = message;
  try {
    if (message.type === 'page') answer({ id, type: 'page', result: await runPageJob(message.job) });
    else answer({ id, type: 'outline', found: findPage(readPicture(message.frame)) });
  } catch {
    answer({ id, type: 'bad' });
  } finally {
    if (message.type === 'outline') message.frame.close();
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => void run(data));
