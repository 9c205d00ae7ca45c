import type { ApplicationBody } from '../../contracts/application.ts';
import type { PersonalPart } from '../../contracts/hub/cases-api.ts';
import { maskAddress, maskNumber, maskPhone, maskWithin } from './mask.ts';

/** What a form says of the person, whole. */
export const personalOf = ({ applicant, answers, delivery }: ApplicationBody): PersonalPart => ({
  idNumber: applicant.idNumber,
  phone: applicant.phone,
  answers: answers.map(({ label, shown }) => ({ label, shown })),
  delivery,
});

/**
 * The same with its numbers, telephones and addresses masked. A resident's or mobile number within an answer is
 * masked as well; other answers stand as they are, for the clerk checks the form by them.
 */
export function maskedPersonal(body: ApplicationBody): PersonalPart {
  const { applicant, answers, delivery } = body;
  return {
    idNumber: maskNumber(applicant.idNumber),
    phone: applicant.phone === null ? null : maskPhone(applicant.phone),
    answers: answers.map(({ label, shown }) => ({ label, shown: maskWithin(shown) })),
    delivery:
      delivery.way === 'window'
        ? delivery
        : { ...delivery, phone: maskPhone(delivery.phone), address: maskAddress(delivery.address) },
  };
}
