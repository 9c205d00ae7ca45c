import { describe, expect, it } from 'vitest';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import {
  type CameraState,
  LOOK_AGAIN_MS,
  type Media,
  OPEN_TIMEOUT_MS,
  openCamera,
  PLUGGED_MS,
  refusalCode,
} from './camera.ts';

class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live';
  deviceId: string;
  constructor(deviceId: string) {
    super();
    this.deviceId = deviceId;
  }
  stop(): void {
    this.readyState = 'ended';
  }
  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

/** The cameras of a machine, in the test's hands. */
class FakeMedia extends EventTarget {
  plugged: { deviceId: string; label: string }[];
  permitted: boolean;
  tracks: FakeTrack[] = [];
  asked: (string | undefined)[] = [];
  refuse: string | null = null;
  hang = false;
  release: () => void = () => {};

  constructor(plugged: { deviceId: string; label: string }[], permitted = true) {
    super();
    this.plugged = plugged;
    this.permitted = permitted;
  }

  enumerateDevices = async () =>
    this.plugged.map(({ deviceId, label }) => ({
      kind: 'videoinput',
      groupId: '',
      deviceId: this.permitted ? deviceId : '',
      label: this.permitted ? label : '',
    }));

  getUserMedia = async (wanted: { video: { deviceId?: { exact: string } } }) => {
    const id = wanted.video.deviceId?.exact;
    this.asked.push(id);
    if (this.hang)
      await new Promise<void>((resolve) => {
        this.release = resolve;
      });
    if (this.refuse !== null) throw new DOMException('no', this.refuse);
    const camera = id === undefined ? this.plugged[0] : this.plugged.find((c) => c.deviceId === id);
    if (camera === undefined) throw new DOMException('no', 'NotFoundError');
    this.permitted = true;
    const track = new FakeTrack(camera.deviceId);
    this.tracks.push(track);
    return { getTracks: () => [track], getVideoTracks: () => [track] };
  };
  get live(): string[] {
    return this.tracks.filter((t) => t.readyState === 'live').map((t) => t.deviceId);
  }
}

const FACE = { deviceId: 'face', label: 'Integrated Webcam' };
const DESK = { deviceId: 'desk', label: 'Eloam S1000A3 (0bda:5842)' };

async function setUp(media: FakeMedia | undefined, match?: string) {
  const time = virtualTime();
  const states: CameraState[] = [];
  const camera = openCamera(media as Media | undefined, match, time.timers, (s) => states.push(s));
  await time.advance(0);
  const now = () => {
    const state = states.at(-1);
    return state?.phase === 'out' ? state.code : state?.phase;
  };
  return { time, camera, states, now };
}

describe('the document camera', () => {
  it('is the one whose label matches, in any case, and no other', async () => {
    const media = new FakeMedia([FACE, DESK]);
    const { now } = await setUp(media, 'eloam');
    expect(now()).toBe('live');
    expect(media.live).toEqual(['desk']);
    expect(media.asked).toEqual(['desk']);
  });

  it('is found before the first permission as well; the camera opened for that is off', async () => {
    const media = new FakeMedia([FACE, DESK], false);
    const { now } = await setUp(media, 'eloam');
    expect(now()).toBe('live');
    expect(media.live).toEqual(['desk']);
  });

  it('is the system’s first one without a label', async () => {
    const media = new FakeMedia([FACE, DESK]);
    await setUp(media);
    expect(media.live).toEqual(['face']);
  });

  it('is missing when only others are there, and is taken once it is plugged in', async () => {
    const media = new FakeMedia([FACE]);
    const { time, now } = await setUp(media, 'eloam');
    expect(now()).toBe('camera.missing');
    expect(media.live).toEqual([]);
    media.plugged.push(DESK);
    media.dispatchEvent(new Event('devicechange'));
    await time.advance(PLUGGED_MS);
    expect(now()).toBe('live');
  });

  it('comes back after it was unplugged, also where nobody tells of it, within two seconds', async () => {
    const media = new FakeMedia([DESK]);
    const { time, states, now } = await setUp(media, 'eloam');
    media.plugged = [];
    media.tracks[0]?.unplug();
    expect(now()).toBe('camera.unplugged');
    await time.advance(10 * LOOK_AGAIN_MS);
    // Whatever the looking met, the citizen reads the same words all the time.
    expect(states.slice(2).every((s) => s.phase === 'out' && s.code === 'camera.unplugged')).toBe(true);
    media.plugged = [DESK];
    await time.advance(2_000);
    expect(now()).toBe('live');
    expect(media.live).toEqual(['desk']);
  });

  it.each([
    ['NotAllowedError', 'camera.denied'],
    ['SecurityError', 'camera.denied'],
    ['NotFoundError', 'camera.missing'],
    ['OverconstrainedError', 'camera.missing'],
    ['NotReadableError', 'camera.inUse'],
    ['AbortError', 'camera.inUse'],
    ['TimeoutError', 'device.timeout'],
  ])('says after %s: %s', async (name, code) => {
    expect(refusalCode(name)).toBe(code);
    const media = new FakeMedia([DESK]);
    media.refuse = name;
    const { now } = await setUp(media);
    expect(now()).toBe(code);
  });

  it('is tried again by itself when another program held it, but not when it is forbidden', async () => {
    const media = new FakeMedia([DESK]);
    media.refuse = 'NotReadableError';
    const { time, now } = await setUp(media);
    media.refuse = 'NotAllowedError';
    await time.advance(LOOK_AGAIN_MS);
    expect(now()).toBe('camera.denied');
    media.refuse = null;
    await time.advance(20 * LOOK_AGAIN_MS);
    expect(now()).toBe('camera.denied');
  });

  it('is looked for at once when the citizen asks', async () => {
    const media = new FakeMedia([DESK]);
    media.refuse = 'NotAllowedError';
    const { time, camera, now } = await setUp(media);
    media.refuse = null;
    camera.retry();
    await time.advance(0);
    expect(now()).toBe('live');
  });

  it('that does not answer is given up, and switched off when it comes late', async () => {
    const media = new FakeMedia([DESK]);
    media.hang = true;
    const { time, camera, now } = await setUp(media);
    await time.advance(OPEN_TIMEOUT_MS);
    expect(now()).toBe('device.timeout');
    camera.close();
    media.release();
    await time.advance(0);
    expect(media.live).toEqual([]);
  });

  it('is off when it is closed, whenever that is, and nothing more is told', async () => {
    const media = new FakeMedia([DESK]);
    const open = await setUp(media);
    open.camera.close();
    expect(media.live).toEqual([]);
    media.hang = true;
    const opening = await setUp(media);
    opening.camera.close();
    media.release();
    await opening.time.advance(20 * OPEN_TIMEOUT_MS);
    expect(media.live).toEqual([]);
    expect(opening.states).toEqual([{ phase: 'opening' }]);
  });

  it('is missing on a page that has no media devices', async () => {
    const { now } = await setUp(undefined);
    expect(now()).toBe('camera.missing');
  });
});
