{{ row_versions(ref('stg_lake__enrollment_plan'), ['study_id', 'plan_version', 'country', 'month']) }}
