import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newPassword } from '../../contracts/hub/console-api.ts';
import { makePassword } from './make-password.ts';

it('makes a password that the hub accepts, from whatever chance gives', () => {
  fc.assert(
    fc.property(fc.uint32Array({ minLength: 28, maxLength: 28 }), (numbers) => {
      const password = makePassword(() => numbers);
      expect(password).toHaveLength(14);
      expect(newPassword.safeParse(password).success).toBe(true);
      expect(password).not.toMatch(/[0O1lI]/);
    }),
  );
});
