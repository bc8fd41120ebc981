select count(*) as n from {{ ref('renamed_one') }}
