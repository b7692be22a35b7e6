import type { Item } from '../world';
import { noticed } from './notices';

noticed('the resolver', [
  ['one more name', (w) => void w.allowedNames().push('example.com'), 'allowed names'],
  [
    'a wildcard',
    (w) => {
      w.allowedNames()[0] = '*.amazonaws.com';
    },
    'allowed names',
  ],
  ['one name less', (w) => void w.allowedNames().pop(), 'allowed names'],
  ['rules in the other order', (w) => void w.firewallRules().reverse(), 'first rule'],
  ['no rule that blocks', (w) => void w.firewallRules().pop(), 'last rule'],
  [
    'a rule that only warns',
    (w) => {
      (w.firewallRules()[1] as Item).Action = 'ALERT';
    },
    'last rule',
  ],
  [
    'a rule that blocks one type of query',
    (w) => {
      (w.firewallRules()[1] as Item).Qtype = 'A';
    },
    'last rule',
  ],
  ['a rule between', (w) => void w.firewallRules().splice(1, 0, { Action: 'ALLOW', Priority: 150 }), 'last rule'],
  [
    'rules of another network',
    (w) => {
      w.one('AWS::Route53Resolver::FirewallRuleGroupAssociation').VpcId = 'vpc-1';
    },
    'one rule group must be associated',
  ],
  [
    'rules before the rules',
    (w, a) => w.add('AWS::Route53Resolver::FirewallRuleGroupAssociation', { VpcId: a.sealedVpc, Priority: 1 }),
    'one rule group must be associated',
  ],
]);
