import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { drawDocument } from '../../scripts/lib/documents/draw.ts';
import { createRandom } from '../../scripts/lib/documents/random.ts';
import { skewOf, straightQuad } from './deskew.ts';
import { distance } from './geometry.ts';
import { createPicture, type Picture } from './picture.ts';

/** A contract under a white lid, laid askew by so many degrees clockwise: the paper's edges are not to be seen. */
function scan(degrees: number): Picture {
  const canvas = createCanvas(440, 620);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fdfdfb';
  context.fillRect(0, 0, 440, 620);
  context.translate(220, 310);
  context.rotate((degrees * Math.PI) / 180);
  const page = drawDocument('lease', createRandom(5), 2);
  context.drawImage(page, -page.width / 2, -page.height / 2);
  const { data } = context.getImageData(0, 0, 440, 620);
  return { data: new Uint8ClampedArray(data), width: 440, height: 620 };
}

describe('the skew of a scan', () => {
  it.each([-6, -2.3, -0.4, 0, 0.8, 3.1, 7])('of %f° is found by its lines of text', (degrees) => {
    expect(Math.abs(skewOf(scan(degrees)) - degrees)).toBeLessThan(0.15);
  });

  it('is none without text', () => {
    const empty = createPicture(300, 400);
    empty.data.fill(250);
    expect(skewOf(empty)).toBe(0);
    const noise = createPicture(300, 400);
    const random = createRandom(9);
    for (let i = 0; i < noise.data.length; i += 4) noise.data.fill(random.next() < 0.1 ? 20 : 250, i, i + 3);
    expect(skewOf(noise)).toBe(0);
  });

  it('is undone by a quad of the same size, turned with the text', () => {
    const quad = straightQuad(400, 600, 5);
    expect(distance(quad[0], quad[1])).toBeCloseTo(400);
    expect(distance(quad[1], quad[2])).toBeCloseTo(600);
    expect((Math.atan2(quad[1].y - quad[0].y, quad[1].x - quad[0].x) * 180) / Math.PI).toBeCloseTo(5);
  });
});
