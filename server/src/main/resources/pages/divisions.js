// Villages to deliver to in the demo, with their official codes of 12 digits. A real market brings its own list.

export const DIVISIONS = [
  {code: '433124110226', name: '湖南 花垣县 十八洞村'},
  {code: '431226103200', name: '湖南 麻阳县 岩门村'},
  {code: '430225102201', name: '湖南 炎陵县 良田村'},
  {code: '330602001008', name: '浙江 绍兴市 沈园社区'},
  {code: '330624002002', name: '浙江 新昌县 鼓山社区'},
  {code: '650521102200', name: '新疆 巴里坤县 旧户东村'},
  {code: '652801001001', name: '新疆 库尔勒市 梨花社区'},
  {code: '653129102200', name: '新疆 伽师县 央艾日克村'},
];
