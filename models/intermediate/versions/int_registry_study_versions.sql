{{ row_versions(ref('stg_lake__registry_study'), ['registry', 'registry_id'], study_column='registry_id') }}
