/** Whom the simulator knows. Every name and number is invented; the check digits are right. */
export interface Person {
  name: string;
  idNumber: string;
  phone: string;
  /** The system lets them not in. */
  frozen: boolean;
}

export const PEOPLE: readonly Person[] = [
  { name: '张伟民', idNumber: '410403198506071230', phone: '13800000001', frozen: false },
  { name: '李秀英', idNumber: '410403195203154529', phone: '13800000002', frozen: false },
  { name: '王冻结', idNumber: '410403199001011114', phone: '13800000003', frozen: true },
];
