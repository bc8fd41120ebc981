{{ row_versions(ref('stg_lake__budget'), ['study_id', 'budget_version', 'cost_category', 'period']) }}
