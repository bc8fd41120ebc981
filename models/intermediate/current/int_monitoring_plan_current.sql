{{ conformed('monitoring_plan', ['study_id', 'plan_version', 'risk_tier'], ids={'study_id': 'study'}) }}
