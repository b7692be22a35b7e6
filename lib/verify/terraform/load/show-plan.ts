/** How what Terraform reads but this package doesn't is given to it. */
export const showPlan = 'run terraform plan -out=plan, then terraform show -json plan > plan.json, and give that file';
