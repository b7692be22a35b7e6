import type { Configuration } from './schema/derived-schema';

/** The content of a `.tftest.json`, which makes a configuration and holds what Terraform made of its references against what was meant. */
export function assertions(configuration: Configuration): object {
  const one = (type: string, path: string): string => `${type}.${named(configuration, type, path)}`;
  const door = one('google_compute_forwarding_rule', 'Door/');
  const attachment = one('google_compute_service_attachment', 'Proxy/');
  const template = one('google_compute_region_instance_template', 'Proxy/');
  const group = one('google_compute_region_instance_group_manager', 'Proxy/');
  return {
    run: {
      made: {
        assert: [
          holds(`${door}.target == ${attachment}.self_link`, "the door leads to the proxies' attachment"),
          holds(`${door}.ip_address == ${one('google_compute_address', 'Door/')}.self_link`, 'the door stands at its address'),
          holds(
            `${attachment}.target_service == ${one('google_compute_forwarding_rule', 'Proxy/')}.id`,
            'it publishes the balancer',
          ),
          holds(`${group}.version[0].instance_template == ${template}.id`, 'the group is made of the template'),
          holds(
            `endswith(${template}.service_account[0].email, "@acme.iam.gserviceaccount.com")`,
            'proxies have their own account',
          ),
          ...Object.keys(configuration.resource?.google_compute_firewall ?? {}).map((name) =>
            holds(
              `strcontains(google_compute_firewall.${name}.network, "projects/acme/global/networks/")`,
              `${name} is of a network`,
            ),
          ),
        ],
      },
    },
  };
}

const holds = (condition: string, meant: string) => ({
  condition: `\${${condition}}`,
  error_message: `It must hold that ${meant}.`,
});

/** The name of the one resource of a type that was made under a path. */
function named({ resource }: Configuration, type: string, path: string): string {
  const [name = '', ...others] = Object.entries(resource?.[type] ?? {}).flatMap(([each, made]) =>
    made['//'].metadata.path.includes(path) ? [each] : [],
  );
  if (name === '' || others.length > 0) throw new Error(`expected one ${type} under ${path}, got ${name} and ${others}`);
  return name;
}
