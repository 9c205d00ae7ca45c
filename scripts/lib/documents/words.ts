/** Invented words and data of the drawn documents. No person, company or number of them exists. */
import type { Random } from './random.ts';

const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '周'] as const;
const GIVEN = ['样本', '示例', '演示', '测试'] as const;
const STREETS = ['示范路', '样本街', '演示大道', '测试巷'] as const;
const TRADES = ['商贸', '餐饮', '家政', '五金', '文具'] as const;

const CLAUSES = [
  '甲方将其所有的房屋出租给乙方居住使用，乙方已对房屋的现状作充分了解，愿意承租该房屋。',
  '租赁期限自起租之日起计算，期满前一个月内双方可以协商续租，并另行签订书面合同。',
  '租金按月支付，乙方应于每月五日前将当月租金交付甲方，甲方收款后应出具收据。',
  '租赁期间水、电、燃气、物业及网络费用由乙方承担，乙方应按时缴纳。',
  '乙方不得擅自改变房屋结构和用途，未经甲方书面同意不得转租、转借他人使用。',
  '房屋及附属设施自然损坏的由甲方负责维修，因乙方使用不当造成损坏的由乙方赔偿。',
  '任何一方提前解除合同的，应提前三十日书面通知对方，并按本合同约定承担责任。',
  '本合同在履行中发生争议的，由双方协商解决；协商不成的，可以向房屋所在地人民法院起诉。',
  '本合同一式两份，甲乙双方各执一份，自双方签字之日起生效，两份具有同等效力。',
] as const;

export interface Words {
  person: string;
  company: string;
  address: string;
  /** Eighteen digits of a division that does not exist, so that it is nobody's. */
  number: string;
  date: string;
  clauses: readonly string[];
}

export function wordsOf(random: Random): Words {
  const digits = (n: number) => Array.from({ length: n }, () => Math.floor(random.next() * 10)).join('');
  const turn = Math.floor(random.next() * CLAUSES.length);
  return {
    person: `${random.pick(SURNAMES)}${random.pick(GIVEN)}`,
    company: `平顶山市${random.pick(GIVEN)}${random.pick(TRADES)}有限公司`,
    address: `河南省平顶山市卫东区${random.pick(STREETS)}${1 + Math.floor(random.next() * 200)}号`,
    number: `000000${digits(12)}`,
    date: `20${10 + Math.floor(random.next() * 16)}年${1 + Math.floor(random.next() * 12)}月${1 + Math.floor(random.next() * 28)}日`,
    clauses: [...CLAUSES.slice(turn), ...CLAUSES.slice(0, turn)],
  };
}
