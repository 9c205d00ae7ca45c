/** Invented enterprises of the simulated register. */
export interface SimulatedEnterprise {
  uscc: string;
  entName: string;
  entType: string;
  address: string;
  legalPerson: string;
  /** 1: in business · 2: 吊销 · 3: 注销. */
  regState: '1' | '2' | '3';
}

export const ENTERPRISES: readonly SimulatedEnterprise[] = [
  {
    uscc: '91350100M000100Y43',
    entName: '示例制造有限公司',
    entType: '有限责任公司（自然人投资或控股）',
    address: '河南省平顶山市卫东区示例路18号',
    legalPerson: '示例甲',
    regState: '1',
  },
  {
    uscc: '91410403MA0000001Q',
    entName: '平顶山市示例餐饮服务有限公司',
    entType: '有限责任公司（自然人独资）',
    address: '河南省平顶山市卫东区建设路1号1层',
    legalPerson: '示例乙',
    regState: '1',
  },
  {
    uscc: '92410403MA0000002Q',
    entName: '卫东区示例便利店',
    entType: '个体工商户',
    address: '河南省平顶山市卫东区开源路5号',
    legalPerson: '示例丙',
    regState: '1',
  },
  {
    uscc: '91410403MA0000003Y',
    entName: '平顶山市示例商贸有限公司',
    entType: '有限责任公司',
    address: '河南省平顶山市卫东区东安路9号',
    legalPerson: '示例丁',
    regState: '3',
  },
];
