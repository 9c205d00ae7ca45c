/** Enterprises that have a seal at the simulated platform, and whose phone its keeper (印章管理员) has; all invented. */
export interface SealKeeper {
  uscc: string;
  sealNo: string;
  sealName: string;
  phone: string;
  suspended: boolean;
}

export const KEEPERS: readonly SealKeeper[] = [
  {
    uscc: '91350100M000100Y43',
    sealNo: '4104030000011',
    sealName: '示例制造有限公司',
    phone: '13900000101',
    suspended: false,
  },
  {
    uscc: '91410403MA0000001Q',
    sealNo: '4104030000028',
    sealName: '平顶山市示例餐饮服务有限公司',
    phone: '13900000102',
    suspended: false,
  },
  {
    uscc: '91410403MA0000003Y',
    sealNo: '4104030000035',
    sealName: '平顶山市示例商贸有限公司',
    phone: '13900000103',
    suspended: true,
  },
];
