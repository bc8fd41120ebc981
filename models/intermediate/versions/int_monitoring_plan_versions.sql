{{ row_versions(ref('stg_lake__monitoring_plan'), ['study_id', 'plan_version', 'risk_tier']) }}
