import { App, DefaultStackSynthesizer, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';

// cdk-nag reads constructs: a template is included in an app, as its README says; the time of the same app without it is taken off
const [templateFile = '', outdir = '', nag] = process.argv.slice(2);
const app = new App({ outdir });
// the template has that rule already
const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
new CfnInclude(new Stack(app, 'Included', { synthesizer }), 'Template', { templateFile });
if (nag === 'nag') Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
