{{ row_versions(ref('stg_lake__registry_site'), ['registry', 'registry_id', 'registry_site_id'], study_column='registry_id') }}
